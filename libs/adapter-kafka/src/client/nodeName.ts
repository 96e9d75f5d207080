import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const NAME = /^[a-z0-9]{12}$/;

/**
 * The name of this node, kept in a file of its own over restarts. A process that was killed cannot leave its group; by
 * the name the one started in its place finds what is left of it. Null where nothing can be kept: the group then waits
 * for the end of the dead one's session.
 */
export function nodeName(path: string | null): string | null {
  if (path === null) return null;
  const known = readName(path);
  if (known !== null) return known;
  const name = randomBytes(6).toString('hex');
  try {
    writeFileSync(path, `${name}\n`);
    return name;
  } catch {
    return null;
  }
}

function readName(path: string): string | null {
  try {
    const name = readFileSync(path, 'utf8').trim();
    return NAME.test(name) ? name : null;
  } catch {
    return null;
  }
}
