// Loaded before the product by `node --import`: the wall clock of this process alone goes wrong. CLOCK_FILE names a file
// with the milliseconds to be added, looked at ten times a second. The monotonic clock goes on as it is, as it does when
// an administrator or NTP sets a clock.
import { readFileSync } from 'node:fs';

if (process.env.NODE_ENV === 'production') throw new Error('a false clock is refused in production');
const Real = globalThis.Date;
let shift = 0;

function look() {
  try {
    shift = Number(readFileSync(process.env.CLOCK_FILE, 'utf8')) || 0;
  } catch {
    shift = 0;
  }
}
look();
setInterval(look, 100).unref();

globalThis.Date = class extends Real {
  constructor(...parts) {
    if (parts.length === 0) super(Real.now() + shift);
    else super(...parts);
  }

  static now() {
    return Real.now() + shift;
  }
};
