/** A park has a new revision; the payload says which. */
export const LIVE_CHANNEL = 'parkpulse_live';
/** The embedded log has new records; the payload is the topic. */
export const LOG_CHANNEL = 'parkpulse_log';
