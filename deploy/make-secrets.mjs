// Writes the secrets that docker-compose.yml reads, at random, into ./secrets (or the folder named). Never over old ones.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(process.argv[2] ?? process.env.PARKPULSE_SECRETS ?? 'secrets');
const word = () => randomBytes(24).toString('base64url');
const database = word();
const secrets = {
  database_password: database,
  database_url: `postgres://parkpulse:${database}@database:5432/parkpulse`,
  admin_password: word(),
};

const held = Object.keys(secrets).filter((name) => existsSync(join(folder, name)));
if (held.length > 0) {
  process.stderr.write(`${folder} holds ${held.join(', ')} already; nothing was written\n`);
  process.exit(1);
}
// Nobody else enters the folder; the files themselves are read by the users inside the containers.
mkdirSync(folder, { recursive: true, mode: 0o700 });
for (const [name, secret] of Object.entries(secrets))
  writeFileSync(join(folder, name), secret, { mode: 0o444 });
process.stdout.write(
  `written to ${folder}; sign in as admin with the password in ${join(folder, 'admin_password')}\n`,
);
