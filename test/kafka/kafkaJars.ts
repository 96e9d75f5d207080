import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pinned, readKafkaSetting, type KafkaSetting } from './kafkaSetting.js';
import { runTool, runToolOrThrow } from './runTool.js';

const oldestJava = 17;
const resolveTimeoutMs = 8 * 60_000;

/** Java class path of the broker: `KAFKA_HOME`, else the cache, else resolved by Maven into the cache. */
export async function resolveKafkaJars(setting: KafkaSetting = readKafkaSetting()): Promise<string> {
  const missing = await findMissingTool(setting);
  if (missing) throw new Error(`no Kafka broker can be started: ${missing}`);
  if (setting.home) return join(jarFolder(setting.home), '*');
  if (!existsSync(setting.jarCache)) await fetchJars(setting.jarCache);
  return join(setting.jarCache, '*');
}

/** Why no broker can be had here, in one plain sentence; undefined when one can. */
export async function findMissingTool(
  setting: KafkaSetting = readKafkaSetting(),
): Promise<string | undefined> {
  if (setting.brokers) return undefined;
  const java = await runTool(setting.java, ['-version']);
  if (java.code !== 0) return `java is missing (JDK ${oldestJava} or later, on PATH or by JAVA_HOME)`;
  const version = Number(/version "(\d+)/.exec(java.output)?.[1] ?? 0);
  if (version < oldestJava) return `java is too old (${version}; Kafka ${pinned.kafka} needs ${oldestJava})`;
  if (setting.home) {
    return existsSync(jarFolder(setting.home)) ? undefined : `KAFKA_HOME names no folder: ${setting.home}`;
  }
  if (existsSync(setting.jarCache)) return undefined;
  const maven = await runTool('mvn', ['-v']);
  return maven.code === 0
    ? undefined
    : `mvn is missing and no jars of Kafka ${pinned.kafka} are cached (or set KAFKA_HOME)`;
}

function jarFolder(home: string): string {
  const libs = join(home, 'libs');
  return existsSync(libs) ? libs : home;
}

/** The cache appears whole or not at all, so that two runs at once cannot see half a class path. */
async function fetchJars(jarCache: string): Promise<void> {
  await mkdir(dirname(jarCache), { recursive: true });
  const work = await mkdtemp(`${jarCache}-`);
  try {
    const pom = join(work, 'pom.xml');
    const jars = join(work, 'jars');
    await writeFile(pom, toPom());
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${jars}`];
    await runToolOrThrow(
      'resolving the jars of Kafka by mvn',
      'mvn',
      ['-q', '-B', '-f', pom, ...goal],
      resolveTimeoutMs,
    );
    await rename(jars, jarCache).catch((error: unknown) => {
      if (!existsSync(jarCache)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function toPom(): string {
  const dependency = (group: string, artifact: string, version: string) =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  return [
    '<project><modelVersion>4.0.0</modelVersion>',
    '<groupId>parkpulse.test</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>',
    '<dependencies>',
    dependency('org.apache.kafka', 'kafka_2.13', pinned.kafka),
    dependency('org.apache.logging.log4j', 'log4j-slf4j-impl', pinned.log4j),
    '</dependencies></project>',
  ].join('\n');
}
