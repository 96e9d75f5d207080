import { refuse } from '../platform/refusalError.js';

/** What each path parameter may look like. Whether the thing exists is for the use case. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  park: /^[a-z0-9-]{1,64}$/,
  measure: /^[a-z0-9_]{1,64}$/,
  indicator: /^[A-Za-z0-9]{1,16}$/,
  delivery: /^[0-9a-f-]{36}$/,
  id: /^[A-Za-z0-9-]{1,64}$/,
};

/** Refuses path parameters that cannot name anything. */
export function checkPathParameters(params: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(params)) {
    if (SHAPES[name]?.test(value) === true) continue;
    refuse('BAD_PATH', {
      zh: `路径参数 ${name} 的格式不正确`,
      en: `The path parameter ${name} is malformed`,
    });
  }
}
