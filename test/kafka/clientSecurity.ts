import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KafkaSetting } from './kafkaSetting.js';
import { runToolOrThrow } from './runTool.js';

/** How clients must introduce themselves on the client listener. Other listeners stay plaintext, on loopback. */
export interface ClientSecurity {
  /** TLS with a fresh self-signed certificate for 127.0.0.1 and localhost; `expired` makes one that ended yesterday. */
  readonly tls?: { readonly expired?: boolean };
  /** User names to passwords; each may log in by PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512. */
  readonly sasl?: { readonly users: Readonly<Record<string, string>> };
  /** Everything not granted by an ACL is refused; needs `sasl`. The plaintext set-up listener is a super user. */
  readonly acl?: boolean;
}

export interface Certificate {
  readonly keystore: string;
  readonly password: string;
  /** The certificate itself, which a client takes as its `ca`. */
  readonly pem: string;
}

const scramMechanisms = ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
const safeWord = /^[\w.-]+$/;

export function checkSecurity({ sasl, acl }: ClientSecurity): void {
  if (acl && !sasl) throw new Error('acl needs sasl: without it every client is the super user ANONYMOUS');
  for (const word of Object.entries(sasl?.users ?? {}).flat()) {
    if (!safeWord.test(word))
      throw new Error('a test user or password may hold only letters, digits, "_", "-" and "."');
  }
}

/** Makes the broker's key and certificate with the JDK's keytool; also of use to a test for a wrong CA. */
export async function createCertificate(
  setting: KafkaSetting,
  folder: string,
  expired = false,
): Promise<Certificate> {
  const keystore = join(folder, `certificate-${Date.now()}.p12`);
  const password = 'loopback-only';
  const pem = `${keystore}.pem`;
  const store = ['-keystore', keystore, '-storetype', 'PKCS12', '-storepass', password, '-alias', 'broker'];
  const life = expired ? ['-startdate', '-10d', '-validity', '9'] : ['-startdate', '-1d', '-validity', '30'];
  const name = ['-dname', 'CN=localhost', '-ext', 'san=ip:127.0.0.1,dns:localhost'];
  const key = ['-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1'];
  await runToolOrThrow('making a certificate', setting.keytool, [...key, ...store, ...life, ...name]);
  await runToolOrThrow('exporting a certificate', setting.keytool, [
    '-exportcert',
    '-rfc',
    ...store,
    '-file',
    pem,
  ]);
  return { keystore, password, pem: await readFile(pem, 'utf8') };
}

export function toClientProtocol({ tls, sasl }: ClientSecurity): string {
  if (sasl) return tls ? 'SASL_SSL' : 'SASL_PLAINTEXT';
  return tls ? 'SSL' : 'PLAINTEXT';
}

/** Broker properties of the listener CLIENT. */
export function toSecurityProperties(
  security: ClientSecurity,
  certificate: Certificate | undefined,
): Record<string, string> {
  return { ...toTlsProperties(certificate), ...toSaslProperties(security), ...toAclProperties(security) };
}

function toTlsProperties(certificate: Certificate | undefined): Record<string, string> {
  if (!certificate) return {};
  return {
    'listener.name.client.ssl.keystore.type': 'PKCS12',
    'listener.name.client.ssl.keystore.location': certificate.keystore,
    'listener.name.client.ssl.keystore.password': certificate.password,
    'listener.name.client.ssl.key.password': certificate.password,
  };
}

function toSaslProperties({ sasl }: ClientSecurity): Record<string, string> {
  if (!sasl) return {};
  const users = Object.entries(sasl.users).map(([user, password]) => `user_${user}="${password}"`);
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  return {
    'listener.name.client.sasl.enabled.mechanisms': ['PLAIN', ...scramMechanisms].join(','),
    'listener.name.client.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required ${users.join(' ')};`,
    'listener.name.client.scram-sha-256.sasl.jaas.config': scram,
    'listener.name.client.scram-sha-512.sasl.jaas.config': scram,
  };
}

function toAclProperties({ acl }: ClientSecurity): Record<string, string> {
  if (!acl) return {};
  return {
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS',
  };
}

/** Arguments of the storage tool that create the SCRAM users before the first start. */
export function toScramArguments({ sasl }: ClientSecurity): string[] {
  return Object.entries(sasl?.users ?? {}).flatMap(([name, password]) =>
    scramMechanisms.flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  );
}
