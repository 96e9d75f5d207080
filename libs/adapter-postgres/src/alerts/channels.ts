/** Alerts changed; the payload names the park (null: the system) and the alerts. */
export const ALERT_CHANNEL = 'parkpulse_alerts';
/** The outbox has new messages. */
export const OUTBOX_CHANNEL = 'parkpulse_outbox';
