import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The Apache Kafka that the tests run on. To move to another version, change both numbers and run the suite. */
export const pinned = {
  /** Kafka's own version; every jar of it comes from the public Maven repository. */
  kafka: '4.4.0',
  /** Version of log4j-core that this Kafka brings; the bridge from slf4j to it is not among Kafka's dependencies. */
  log4j: '2.25.5',
} as const;

/** What the surroundings say; the only reader of process.env here. */
export interface KafkaSetting {
  /** `KAFKA_BROKERS`: a running cluster to use instead of starting one. */
  readonly brokers: string | undefined;
  /** `KAFKA_HOME`: a folder of Kafka's jars, or an unpacked Kafka with the jars in `libs`. */
  readonly home: string | undefined;
  /** Where resolved jars are kept between runs, outside the repository. */
  readonly jarCache: string;
  readonly java: string;
  readonly keytool: string;
}

export function readKafkaSetting(env: NodeJS.ProcessEnv = process.env): KafkaSetting {
  const javaHome = env['JAVA_HOME'];
  const tool = (name: string) =>
    javaHome && existsSync(join(javaHome, 'bin', name)) ? join(javaHome, 'bin', name) : name;
  const cache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return {
    brokers: env['KAFKA_BROKERS'] || undefined,
    home: env['KAFKA_HOME'] || undefined,
    jarCache: join(cache, 'parkpulse', `kafka-${pinned.kafka}`),
    java: tool('java'),
    keytool: tool('keytool'),
  };
}
