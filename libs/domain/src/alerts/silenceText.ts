import type { BilingualText } from '../standard/types.js';
import type { SilenceNote } from './message.js';
import {
  SEVERITY_WORDS,
  type MessageLanguage,
  type TextContext,
  localTime,
  subjectText,
  word,
} from './textParts.js';

const NAME: Readonly<Record<SilenceNote['kind'], BilingualText>> = {
  silence: { zh: '静默', en: 'The silence' },
  maintenance: { zh: '维护窗口', en: 'The maintenance window' },
};

/** One line: what ends, when by the park's clock, who set it and why. */
export function silenceTitle(
  { kind, by, reason, to }: SilenceNote,
  zone: string,
  language: MessageLanguage,
): string {
  const [name, end] = [word(NAME[kind], language), localTime(to, zone)];
  return word(
    {
      zh: `${name}将于 ${end} 结束（${by}：${reason}）`,
      en: `${name} ends at ${end} (${by}: ${reason})`,
    },
    language,
  );
}

/** The title, and what is kept back now and will be told again once it ends. */
export function silenceLines(note: SilenceNote, zone: string, context: TextContext): readonly string[] {
  const { language, linkOf } = context;
  const { muted } = note;
  const head = silenceTitle(note, zone, language);
  if (muted.length === 0)
    return [head, word({ zh: '目前没有被静默的告警', en: 'It keeps nothing back now' }, language)];
  const after = word(
    {
      zh: `${muted.length} 项告警仍未恢复，结束后将重新通知：`,
      en: `${muted.length} still firing, to be told again when it ends:`,
    },
    language,
  );
  const lines = muted.flatMap((line) => {
    const link = linkOf(line.alert);
    const text = `[${word(SEVERITY_WORDS[line.severity], language)}] ${subjectText(line, context)} (${line.key.rule})`;
    return link === null ? [text] : [text, link];
  });
  return [head, after, ...lines];
}
