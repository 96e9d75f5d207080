import { useI18n } from 'vue-i18n';
import { serverNow } from '../api/http.js';
import type { Annotation, NodeId, Transition, Trend } from '../api/types.js';
import type { PngSource } from '../charts/palette.js';
import type { ComparedLine } from '../charts/trend.option.js';
import { download, pngBlob, toCsv } from '../format/download.js';
import { nodeName, standard } from '../format/names.js';
import { timeText, toLocalInput } from '../format/time.js';
import { useAnnotationText } from '../format/useAnnotationText.js';
import { downloadWorkbook, type Table } from '../format/workbook.js';
import { annotationTable, transitionTable, trendTable } from '../live/trendTable.js';

/** Everything of the page that is written out. */
export interface Exported {
  readonly park: string;
  readonly parkName: string;
  readonly node: NodeId;
  readonly zone: string;
  readonly trend: Trend;
  readonly compared: readonly ComparedLine[];
  readonly changes: readonly Transition[];
  readonly annotations: readonly Annotation[];
}

interface Saving {
  readonly chart: PngSource | null;
  readonly ground: string;
}

/** Saves the trend page as a picture, as text, or as a workbook. */
export function useTrendExport() {
  const { t } = useI18n();
  const workbook = useTrendWorkbook();

  return {
    async save(kind: 'png' | 'csv' | 'xlsx', page: Exported, { chart, ground }: Saving): Promise<void> {
      const name = `parkpulse-${page.park}-${page.node}-${stampOf(page)}.${kind}`;
      if (kind === 'xlsx') return downloadWorkbook(name, workbook(page));
      if (kind === 'csv') {
        const { header, rows } = mainTable(page, t);
        return download(name, toCsv(header, rows), 'text/csv');
      }
      const png = chart?.toPng(ground) ?? null;
      if (png !== null) download(name, pngBlob(png), 'image/png');
    },
  };
}

type Translate = (key: string) => string;

const stampOf = ({ zone }: Exported): string => toLocalInput(serverNow(), zone).replace(/\W/g, '');

function mainTable(page: Exported, t: Translate): Table {
  return trendTable(t('nav.trend'), page, {
    time: t('export.time'),
    utc: 'UTC',
    assured: t('level.assured'),
    candidate: t('level.candidate'),
    ceiling: t('level.ceiling'),
    lowest: t('trend.lowest'),
    highest: t('trend.highest'),
  });
}

/** The sheets of a workbook: buckets, level changes, what happened, and where it all comes from. */
function useTrendWorkbook(): (page: Exported) => readonly Table[] {
  const { t, locale } = useI18n();
  const textOf = useAnnotationText();
  const nameOf = (id: string): string => nodeName(id, locale.value);

  return (page) => {
    const { zone, node } = page;
    const changes = transitionTable(t('nav.moved'), page.changes, {
      zone,
      header: CHANGE_COLUMNS.map((key) => t(key)),
      causeOf: (cause) => t(`cause.${cause}`),
      nameOf,
    });
    const header = EVENT_COLUMNS.map((key) => t(key));
    const events = annotationTable(t('annotation.title'), page.annotations, { zone, header, textOf });
    const name = node === 'Z' ? t('score.short') : `${node} ${nameOf(node)}`;
    return [mainTable(page, t), changes, events, sourceTable(page, name, t)];
  };
}

const CHANGE_COLUMNS = [
  'export.time',
  'loss.indicator',
  'export.name',
  'moved.from',
  'moved.to',
  'moved.points',
  'moved.cause',
];
const EVENT_COLUMNS = ['moved.from', 'moved.to', 'annotation.what', 'annotation.members'];

function sourceTable({ parkName, trend, zone }: Exported, name: string, t: Translate): Table {
  const rows = [
    [t('nav.park'), parkName],
    [t('trend.node'), name],
    [t('export.basis'), t('export.stable')],
    [t('export.revision'), trend.revision],
    [t('export.edition'), `${standard.edition} · ${standard.rules}`],
    [t('parks.zone'), zone],
    [t('export.at'), timeText(serverNow(), 'second', { zone })],
    [t('export.note'), t('app.disclaimer')],
  ];
  return { name: t('export.source'), header: [t('export.field'), t('export.value')], rows };
}
