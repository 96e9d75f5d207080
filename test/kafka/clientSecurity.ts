import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KafkaSetting } from './kafkaSetting.js';
import { runToolOrThrow } from './runTool.js';

/** How clients must introduce themselves on the client listener. Other listeners stay plaintext, on loopback. */
export interface ClientSecurity {
  /** TLS with a fresh self-signed certificate for 127.0.0.1 and localhost; `expired` makes one that ended yesterday. */
  readonly tls?: {
    readonly expired?: boolean;
    /** Clients must show a certificate that the broker trusts; the cluster hands one out as `client`. */
    readonly clients?: boolean;
  };
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
  /** The file it lies in. */
  readonly file: string;
}

/** What a client shows: certificate and key in PEM. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
  /** The file that the certificate lies in. */
  readonly file: string;
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
  return { keystore, password, pem: await readFile(pem, 'utf8'), file: pem };
}

/** Makes a certificate with its key as a client of Node takes them; also of use to a test for a stranger's. */
export async function createClientCertificate(
  setting: KafkaSetting,
  folder: string,
): Promise<ClientCertificate> {
  const { keystore, password, pem, file } = await createCertificate(setting, folder);
  return { cert: pem, key: readKey(await readFile(keystore), password), file };
}

/** The object identifier of an encrypted key within a PKCS #12 store. */
const KEY_BAG = Buffer.from('060b2a864886f70d010c0a0102', 'hex');

// The JDK has no command that gives out a key. In the store it lies as PKCS #8, which Node reads by itself.
function readKey(store: Buffer, passphrase: string): string {
  const bag = store.indexOf(KEY_BAG) + KEY_BAG.length;
  const encrypted = store.subarray(bag + headOf(store, bag));
  const pkcs8 = encrypted.subarray(0, headOf(encrypted, 0) + lengthOf(encrypted, 0));
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8', passphrase });
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** Bytes of tag and length before the content of a DER value. */
function headOf(der: Buffer, at: number): number {
  const first = der.readUInt8(at + 1);
  return first < 0x80 ? 2 : 2 + (first & 0x7f);
}

function lengthOf(der: Buffer, at: number): number {
  const first = der.readUInt8(at + 1);
  return first < 0x80 ? first : der.readUIntBE(at + 2, first & 0x7f);
}

export function toClientProtocol({ tls, sasl }: ClientSecurity): string {
  if (sasl) return tls ? 'SASL_SSL' : 'SASL_PLAINTEXT';
  return tls ? 'SSL' : 'PLAINTEXT';
}

/** Broker properties of the listener CLIENT. */
export function toSecurityProperties(
  security: ClientSecurity,
  certificate: Certificate | undefined,
  client: ClientCertificate | undefined,
): Record<string, string> {
  return {
    ...toTlsProperties(certificate),
    ...toTrustProperties(client),
    ...toSaslProperties(security),
    ...toAclProperties(security),
  };
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

function toTrustProperties(client: ClientCertificate | undefined): Record<string, string> {
  if (!client) return {};
  return {
    'listener.name.client.ssl.client.auth': 'required',
    'listener.name.client.ssl.truststore.type': 'PEM',
    'listener.name.client.ssl.truststore.location': client.file,
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
