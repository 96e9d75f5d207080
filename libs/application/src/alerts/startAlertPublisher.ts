import { OUTGOING_TYPES, type TopicNames, cloudEvent, toMessage, toTimeText } from '@parkpulse/contracts';
import type { EventLog, NewRecord } from '../ports.js';
import { alertAnswer } from './alertAnswer.js';
import type { AlertPublications, UnpublishedAlert } from './ports.js';

export interface AlertPublisherOptions {
  readonly publications: AlertPublications;
  readonly log: Pick<EventLog, 'append'>;
  readonly topics: TopicNames;
  readonly onError: (error: unknown) => void;
}

const SOURCE = 'urn:parkpulse';
/** The park under which alerts on the system itself are told. */
const SYSTEM = 'system';
const AT_ONCE = 200;
const LOOK_MS = 1000;
const RETRY_MS = 2000;

/** Tells other systems of every alert that changed, on the topic `alerts`: its newest state, by park. */
export function startAlertPublisher(options: AlertPublisherOptions): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | null = null;
  let isStopping = false;
  let running: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    const pause = await publishDue(options);
    if (isStopping) return;
    timer = setTimeout(() => {
      running = look();
    }, pause);
  };
  running = look();
  return {
    async stop() {
      isStopping = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}

async function publishDue({ publications, log, topics, onError }: AlertPublisherOptions): Promise<number> {
  try {
    const told = await publications.publishSome(AT_ONCE, async (alerts) => {
      await log.append(
        topics.alerts,
        alerts.map((alert) => toRecord(alert, topics)),
      );
    });
    return told === AT_ONCE ? 0 : LOOK_MS;
  } catch (error) {
    onError(error);
    return RETRY_MS;
  }
}

function toRecord({ record, version }: UnpublishedAlert, topics: TopicNames): NewRecord {
  const park = record.park ?? SYSTEM;
  const time = toTimeText(record.resolvedAt ?? record.raisedAt ?? record.openedAt);
  const event = cloudEvent({
    type: OUTGOING_TYPES.alertChanged,
    id: `${record.id}/${version}`,
    source: SOURCE,
    park,
    time,
    sequence: version,
    data: alertAnswer(record, park),
  });
  const { key, value, headers } = toMessage(event, topics);
  return { key, value: new TextEncoder().encode(value), headers };
}
