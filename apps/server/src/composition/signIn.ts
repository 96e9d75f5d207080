import type { FirstAccount } from '@parkpulse/application';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How one signs in, for the terminal. */
export interface SignIn {
  readonly username: string;
  readonly lines: readonly string[];
}

const USERNAME = 'admin';
const FILE_NAME = 'admin-password';

/**
 * Tells how to sign in. A generated first password is shown this once; it is also kept, readable by the owner alone,
 * in a file of the data folder, so that a newcomer who lost the screen is not locked out of a demonstration.
 */
export function describeSignIn(account: FirstAccount, dataDir: string): SignIn {
  const file = join(dataDir, FILE_NAME);
  if (account.kind === 'existed') {
    const known = existsSync(file) ? `see ${file}` : 'as it was set at the first start';
    return { username: USERNAME, lines: [`user      ${USERNAME}`, `password  ${known}`] };
  }
  const { username, generatedPassword } = account;
  if (generatedPassword === null) {
    return { username, lines: [`user      ${username}`, 'password  as set in PARKPULSE_ADMIN_PASSWORD'] };
  }
  writeFileSync(file, `${generatedPassword}\n`, { mode: 0o600 });
  return {
    username,
    lines: [
      `user      ${username}`,
      `password  ${generatedPassword}`,
      '          made at random for this installation and shown only this once;',
      `          kept in ${file} (delete the file once you have noted it)`,
    ],
  };
}
