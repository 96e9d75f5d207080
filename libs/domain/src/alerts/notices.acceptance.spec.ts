import { describe, expect, it } from 'vitest';
import { runTable } from './testing/acceptance.js';

const holds = (name: string, table: string): void =>
  it(name, () => expect(runTable(table)).toEqual({ missing: [], unwanted: [] }));

describe('grouping', () => {
  holds(
    'waits ten seconds for others of the same severity, and tells them together',
    `at 0s fall I38 S3
     at 8s fall I39 S3
     want 10s-11s robot notice I38:firing I39:firing
     end 4m`,
  );
  holds(
    'lets an update wait for the group interval of five minutes',
    `at 0s fall I38 S3
     at 1m fall I39 S3
     want 10s robot notice I38:firing
     want 5m10s robot notice I39:firing
     end 10m`,
  );
  holds(
    'lets alarms leave at once, also between intervals',
    `at 0s fall I38 S3
     at 30s fall I14 S2
     at 40s fall I22 S2
     want 10s robot notice I38:firing
     want 30s robot notice I14:firing
     want 40s robot notice A02:firing A03:firing I22:firing
     end 4m`,
  );
  holds(
    'tells a platform and what builds on it as one incident with lines',
    `at 0s fall I06 S3
     at 0s fall I17 S3 I17.S4.c2
     at 2s fall I18 S3 I18.S4.c4
     at 5s fall I32 S3
     want 10s robot notice A02:firing I06:firing I17:firing I18:firing I32:firing
     end 4m`,
  );
  holds(
    'names the platform again as context for what falls after it was told',
    `at 0s fall I06 S3
     at 1m fall I17 S3
     want 10s robot notice I06:firing
     want 5m10s robot notice I06:context I17:firing
     end 6m`,
  );
});

describe('resolving', () => {
  holds(
    'is told where firing was told, after it',
    `at 0s fall I38 S3
     at 20m rise I38 S4
     want 10s robot notice I38:firing
     want 15m-15m robot escalation#1 I38:firing
     want 20m-20m10s robot notice I38:resolved
     end 50m`,
  );
  holds(
    'within the group wait is told as one line',
    `at 0s fall I38 S3
     at 5s rise I38 S4
     want 10s robot notice I38:merged
     end 1h`,
  );
  holds(
    'is not told to a channel that was never told of it',
    `channel robot reminder
     channel pager alarm
     at 0s fall I38 S3
     at 10m rise I38 S4
     want 10s robot notice I38:firing
     want 10m-10m10s robot notice I38:resolved
     end 1h`,
  );
  holds(
    'reaches a channel whose severity it has fallen below since',
    `channel pager alarm
     at 0s fall I14 S2
     at 5m rise I14 S3
     at 10m rise I14 S4
     want 0s pager notice I14:firing
     want 10m-10m10s pager notice I14:resolved
     end 14m`,
  );
});

describe('repeating', () => {
  holds(
    'happens every four hours for a warning and every hour for an alarm, acknowledged or not',
    `at 0s fall I38 S3
     at 1m ack I38
     want 10s robot notice I38:firing
     want 4h10s robot repeat I38:firing
     want 8h10s robot repeat I38:firing
     end 9h`,
  );
  holds(
    'of an alarm goes on by the hour until it ends',
    `at 0s fall I46 S2
     at 1m ack I46
     at 2h30m rise I46 S4
     want 0s robot notice I46:firing
     want 1h robot repeat I46:firing
     want 2h robot repeat I46:firing
     want 2h30m-2h30m10s robot notice I46:resolved
     end 9h`,
  );
});

describe('getting worse', () => {
  holds(
    'is told again, at once when it becomes an alarm, and takes the acknowledgement away',
    `at 0s fall I38 S3
     at 1m ack I38
     at 20m fall I38 S2
     want 10s robot notice I38:firing
     want 20m robot notice I38:updated
     want 35m robot escalation#1 I38:firing
     end 50m`,
  );
});

describe('silence, maintenance, shelf', () => {
  holds(
    'mute, and tell what still fires when they end',
    `at 0s silence I38 30m
     at 1m fall I38 S3
     want 22m30s robot silence I38:muted
     want 30m-30m11s robot notice I38:firing
     end 40m`,
  );
  holds(
    'tell nothing of what came and went meanwhile',
    `at 0s maintain I38 30m
     at 1m fall I38 S3
     at 20m rise I38 S4
     want 22m30s robot silence
     end 1h`,
  );
  holds(
    'tell again what was told before, when they end and it still fires',
    `at 0s fall I38 S3
     at 5m silence I38 30m
     want 10s robot notice I38:firing
     want 23m45s robot silence I38:muted
     want 30m-30m11s robot notice I38:updated
     end 40m`,
  );
  holds(
    'announce their end once, half an hour before, to who is told first of what they keep back',
    `channel desk reminder
     channel pager alarm
     channel lead reminder step=1
     at 0s silence I38 4h
     at 1m fall I38 S3
     at 3h50m fall I39 S3
     want 3h30m desk silence I38:muted
     want 3h50m10s desk notice I39:firing
     want 4h-4h11s desk notice I38:firing
     end 4h4m`,
  );
  holds(
    'announce their end when the quiet hours are over, where these hold back notices, and not once they have ended',
    `quiet notices
     at 0s fall I38 S3
     at 1m silence I38 13h
     at 1m silence I39 21h15m
     want 10s robot notice I38:firing
     want 21h robot notice I38:updated
     want 21h robot silence
     want 21h robot escalation#1 I38:firing
     want 21h robot escalation#2 I38:firing
     end 21h5m`,
  );
  holds(
    'do not keep back that something ended which was told',
    `at 0s fall I38 S3
     at 5m silence I38 2h
     at 30m rise I38 S4
     want 10s robot notice I38:firing
     want 30m-30m10s robot notice I38:resolved
     end 1h`,
  );
  holds(
    'shelving mutes one alert until its time',
    `at 0s fall I38 S3
     at 1m shelve I38 1h
     want 10s robot notice I38:firing
     want 1h-1h1m robot notice I38:updated
     end 1h10m`,
  );
});

describe('escalation', () => {
  const ladder = `channel desk reminder
     channel lead reminder step=1
     channel bureau reminder step=2
     channel board reminder step=3`;
  holds(
    'climbs from the desk lead to the bureau, and to the leadership for alarms only',
    `${ladder}
     at 0s fall I38 S3
     at 0s fall I46 S2
     want 0s desk notice I46:firing
     want 10s desk notice I38:firing
     want 15m lead escalation#1 I38:firing
     want 15m lead escalation#1 I46:firing
     want 1h bureau escalation#2 I38:firing
     want 1h bureau escalation#2 I46:firing
     want 1h desk repeat I46:firing
     want 2h desk repeat I46:firing
     want 3h desk repeat I46:firing
     want 4h desk repeat I46:firing
     want 4h board escalation#3 I46:firing
     want 4h10s desk repeat I38:firing
     end 4h30m`,
  );
  holds(
    'stops at the acknowledgement, and those it reached hear of the end',
    `${ladder}
     at 0s fall I38 S3
     at 20m ack I38
     at 30m rise I38 S4
     want 10s desk notice I38:firing
     want 15m lead escalation#1 I38:firing
     want 30m-30m10s desk notice I38:resolved
     want 30m-30m10s lead notice I38:resolved
     end 5h`,
  );
});

describe('quiet hours, 22:00 to 07:00', () => {
  holds(
    'keep all but alarms from climbing the ladder until the morning',
    `channel desk reminder
     channel lead reminder step=1
     at 13h fall I38 S3
     at 13h fall I46 S2
     want 13h desk notice I46:firing
     want 13h10s desk notice I38:firing
     want 13h15m lead escalation#1 I46:firing
     want 14h desk escalation#2 I46:firing
     want 14h desk repeat I46:firing
     want 15h desk repeat I46:firing
     want 16h desk repeat I46:firing
     want 17h desk repeat I46:firing
     want 17h desk escalation#3 I46:firing
     want 17h10s desk repeat I38:firing
     want 18h desk repeat I46:firing
     want 19h desk repeat I46:firing
     want 20h desk repeat I46:firing
     want 21h desk repeat I46:firing
     want 21h lead escalation#1 I38:firing
     want 21h desk escalation#2 I38:firing
     want 21h10s desk repeat I38:firing
     end 21h30m`,
  );
  holds(
    'where a park wants it, let only alarms through and keep the rest for the morning',
    `channel robot reminder
     quiet notices
     at 13h fall I38 S3
     at 13h fall I46 S2
     at 13h10m ack I46
     at 13h20m rise I46 S4
     want 13h robot notice I46:firing
     want 13h20m-13h20m10s robot notice I46:resolved
     want 21h robot notice I38:firing
     want 21h-21h15m robot escalation#1 I38:firing
     want 21h-22h robot escalation#2 I38:firing
     end 22h30m`,
  );
  holds(
    'where a park wants it, tell in the morning what came and went at night as one line',
    `quiet notices
     at 13h fall I38 S3
     at 14h rise I38 S4
     want 21h robot notice I38:merged
     end 23h`,
  );
});

describe('a storm', () => {
  const many = ['I01', 'I02', 'I13', 'I16', 'I28', 'I35', 'I36', 'I37', 'I38', 'I39', 'I40', 'I42'];
  holds(
    'of more than ten alerts within ten minutes is one digest that lists them all',
    `${many.map((id) => `at 1s fall ${id} S3`).join('\n')}
     want 1s-11s robot storm A02:firing A03:firing ${many.map((id) => `${id}:firing`).join(' ')}
     end 5m`,
  );
  holds(
    'goes on with one digest a minute, and ends when it is calm',
    `${many.map((id) => `at 1s fall ${id} S3`).join('\n')}
     at 10s fall I43 S3
     at 20s fall I44 S3
     at 30m fall I45 S3
     want 1s robot storm A02:firing A03:firing ${many.map((id) => `${id}:firing`).join(' ')}
     want 1m1s robot storm I43:firing I44:firing
     want 15m1s robot escalation#1 ${many
       .filter((id) => id !== 'I13')
       .map((id) => `${id}:firing`)
       .join(' ')}
     want 15m1s robot escalation#1 A02:firing I13:firing
     want 15m10s robot escalation#1 I43:firing
     want 15m20s robot escalation#1 I44:firing
     want 30m-31m robot notice I45:firing
     end 40m`,
  );
});
