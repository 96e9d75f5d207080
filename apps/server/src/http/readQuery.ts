import { RefusalError } from '../platform/refusalError.js';
import { refused } from '@parkpulse/application';

/** Reads the parameters of a URL. One given twice is refused; so is any at all where the call takes none. */
export function readQuery(url: string, takesAny: boolean): Readonly<Record<string, string>> {
  const mark = url.indexOf('?');
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1))) {
    if (values.has(name))
      throw fieldError(
        name,
        'DUPLICATE_PARAMETER',
        `参数 ${name} 出现了两次`,
        `The parameter ${name} is given twice`,
      );
    if (!takesAny)
      throw fieldError(name, 'UNKNOWN_FIELD', `此调用没有参数 ${name}`, `This call has no parameter ${name}`);
    values.set(name, value);
  }
  return Object.fromEntries(values);
}

function fieldError(
  name: string,
  code: 'DUPLICATE_PARAMETER' | 'UNKNOWN_FIELD',
  zh: string,
  en: string,
): RefusalError {
  const detail = { zh, en };
  return new RefusalError(refused(code, detail), { errors: [{ pointer: `/${name}`, code, detail }] });
}
