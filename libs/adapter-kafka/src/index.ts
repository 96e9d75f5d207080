export { type KafkaFault, KafkaLogError } from './kafkaLogError.js';
export { openKafkaLog } from './openKafkaLog.js';
export type { KafkaLogLine, KafkaLogOptions, KafkaSasl, KafkaTiming, KafkaTls } from './options.js';
