export { type NotifierOptions, openNotifier } from './notifier.js';
export { parseAllowEntry } from './outbound/allowList.js';
export { type GuardOptions, OutboundGuard } from './outbound/outboundGuard.js';
