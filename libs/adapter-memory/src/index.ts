export { MemoryEventLog } from './memoryEventLog.js';
