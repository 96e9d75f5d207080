import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toBrokerProperties, type BrokerPlan, type ClusterPlan } from './brokerProperties.js';
import {
  checkSecurity,
  createCertificate,
  createClientCertificate,
  toScramArguments,
  type ClientCertificate,
  type ClientSecurity,
} from './clientSecurity.js';
import { findFreePorts } from './freePorts.js';
import { BrokerProcess, type KafkaBroker } from './kafkaBroker.js';
import { resolveKafkaJars } from './kafkaJars.js';
import { readKafkaSetting, type KafkaSetting } from './kafkaSetting.js';
import { startOrphanGuard } from './orphanGuard.js';
import { runToolOrThrow } from './runTool.js';

export interface KafkaOptions {
  /** Combined brokers and controllers; 1 unless told. */
  readonly brokers?: 1 | 3;
  readonly security?: ClientSecurity;
  /** Broker properties of the test's own, such as retention times or a smaller fetch size. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Puts something (a fault proxy) before a broker: given where it will listen, answers the port to announce instead. */
  readonly advertise?: (broker: { readonly id: number; readonly port: number }) => Promise<number>;
  /** How long one start may take, milliseconds; 90,000 unless told, for a busy machine. */
  readonly readyMs?: number;
}

export interface KafkaCluster {
  /** `given`: named by `KAFKA_BROKERS`; it has no brokers to handle, and stopping it does nothing. */
  readonly origin: 'started' | 'given';
  /** host:port of each broker's client listener, separated by commas. */
  readonly bootstrap: string;
  /** The same brokers without security and without proxy: for set-up and for checking. */
  readonly internal: string;
  readonly brokers: readonly KafkaBroker[];
  /** The certificate to trust, PEM, where the client listener has TLS. */
  readonly ca: string | undefined;
  /** The certificate to show, where the client listener wants one. */
  readonly client: ClientCertificate | undefined;
  /** Milliseconds from the call to ready. */
  readonly startMs: number;
  /** Kills the brokers and removes their folder. */
  stop(): Promise<void>;
}

const heap = ['-Xmx256m', '-Xms128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Starts a real Apache Kafka on loopback and waits until every broker is ready, or takes the one in `KAFKA_BROKERS`. */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaCluster> {
  const from = Date.now();
  const setting = readKafkaSetting();
  if (setting.brokers) return toGivenCluster(setting.brokers);
  checkSecurity(options.security ?? {});
  const classPath = await resolveKafkaJars(setting);
  const root = await mkdtemp(join(tmpdir(), 'parkpulse-kafka-'));
  const guard = startOrphanGuard(root);
  let brokers: BrokerProcess[] = [];
  const stop = async () => {
    await Promise.all(brokers.map((broker) => broker.kill9()));
    guard.release();
    await rm(root, { recursive: true, force: true });
  };
  try {
    const plan = await planCluster(root, options, setting);
    const java = await prepareJava(root, classPath);
    await formatStorage(root, plan, (args) =>
      runToolOrThrow('formatting storage', setting.java, [...java, ...args]),
    );
    const onChange = () => guard.watch(brokers.filter(({ running }) => running).map(({ pid }) => pid));
    brokers = plan.brokers.map((broker) => {
      const args = [...java, 'kafka.Kafka', propertiesFile(root, broker)];
      const logFile = join(root, `broker-${broker.id}.log`);
      return new BrokerProcess(broker, {
        java: setting.java,
        args,
        logFile,
        readyMs: options.readyMs ?? 90_000,
        onChange,
      });
    });
    brokers.forEach((broker) => broker.launch());
    await Promise.all(brokers.map((broker) => broker.ready(plan.brokers.map(({ id }) => id))));
    return { ...toAddresses(plan), origin: 'started', brokers, startMs: Date.now() - from, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function toGivenCluster(bootstrap: string): KafkaCluster {
  const stop = () => Promise.resolve();
  return {
    origin: 'given',
    bootstrap,
    internal: bootstrap,
    brokers: [],
    ca: undefined,
    client: undefined,
    startMs: 0,
    stop,
  };
}

function toAddresses({ brokers, certificate, client }: ClusterPlan) {
  const join = (toPort: (broker: BrokerPlan) => number) =>
    brokers.map((one) => `127.0.0.1:${toPort(one)}`).join(',');
  return {
    bootstrap: join((one) => one.advertised),
    internal: join((one) => one.internal),
    ca: certificate?.pem,
    client,
  };
}

async function planCluster(root: string, options: KafkaOptions, setting: KafkaSetting): Promise<ClusterPlan> {
  const { security = {}, properties = {}, advertise, brokers: count = 1 } = options;
  const ports = await findFreePorts(count * 3);
  const brokers: BrokerPlan[] = [];
  for (let id = 1; id <= count; id += 1) {
    const [client = 0, internal = 0, controller = 0] = ports.slice((id - 1) * 3);
    const advertised = advertise ? await advertise({ id, port: client }) : client;
    brokers.push({ id, client, advertised, internal, controller, folder: join(root, `data-${id}`) });
  }
  const certificate = security.tls && (await createCertificate(setting, root, security.tls.expired));
  const client = security.tls?.clients ? await createClientCertificate(setting, root) : undefined;
  // A cluster id is 16 bytes in base64url; a leading dash would look like an option to the storage tool.
  const clusterId = randomBytes(16).toString('base64url').replace(/^-/, 'P');
  return { clusterId, brokers, security, certificate, client, properties };
}

async function prepareJava(root: string, classPath: string): Promise<string[]> {
  const config = join(root, 'log4j2.properties');
  await writeFile(config, quietLogging);
  return [...heap, `-Dlog4j2.configurationFile=${config}`, '-cp', classPath];
}

const quietLogging = `status = error
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %p %c{1} %m%n%throwable
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
`;

const propertiesFile = (root: string, { id }: BrokerPlan) => join(root, `broker-${id}.properties`);

async function formatStorage(
  root: string,
  plan: ClusterPlan,
  runJava: (args: string[]) => Promise<string>,
): Promise<void> {
  const scram = toScramArguments(plan.security);
  await Promise.all(
    plan.brokers.map(async (broker) => {
      await mkdir(broker.folder, { recursive: true });
      const file = propertiesFile(root, broker);
      await writeFile(file, toBrokerProperties(plan, broker), { mode: 0o600 });
      await runJava(['kafka.tools.StorageTool', 'format', '-t', plan.clusterId, '-c', file, ...scram]);
    }),
  );
}
