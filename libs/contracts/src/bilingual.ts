/** One sentence in both languages of the product; Chinese first. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** Picks the wanted language by an `Accept-Language` header; Chinese when it prefers neither. */
export function preferredLanguage(acceptLanguage: string | undefined): keyof Bilingual {
  const ranked = (acceptLanguage ?? '')
    .split(',')
    .map((range, order) => ({ order, ...toLanguageRange(range) }))
    .filter((range) => range.quality > 0 && (range.tag === 'zh' || range.tag === 'en'))
    .sort((a, b) => b.quality - a.quality || a.order - b.order);
  return ranked[0]?.tag === 'en' ? 'en' : 'zh';
}

function toLanguageRange(range: string): { tag: string; quality: number } {
  const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
  const quality = parameters
    .map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1])
    .find((q) => q !== undefined);
  return { tag: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) };
}
