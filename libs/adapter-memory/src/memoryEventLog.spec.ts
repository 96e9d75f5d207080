import { eventLogFeatures } from '@parkpulse/application';
import * as vitest from 'vitest';
import { MemoryEventLog } from './memoryEventLog.js';

eventLogFeatures(vitest, 'memory', () => {
  const log = new MemoryEventLog();
  let topics = 0;
  return Promise.resolve({
    open: () => Promise.resolve(log),
    topic: () => Promise.resolve(`topic-${(topics += 1)}`),
    close: () => log.close(),
  });
});
