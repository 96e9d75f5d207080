/** Alerts of a park changed; the payload names it by its number. */
export const ALERT_CHANNEL = 'parkpulse_alerts';
/** The outbox has new messages. */
export const OUTBOX_CHANNEL = 'parkpulse_outbox';
