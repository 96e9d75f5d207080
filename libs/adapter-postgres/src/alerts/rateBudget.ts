import type { NotificationKind, RateBudget } from '@parkpulse/application';

/**
 * How fast each kind may be sent to, below what vendors allow: DingTalk and WeCom throttle a robot at 20 a minute (DingTalk for
 * ten minutes), Feishu at 100 a minute and 5 a second.
 */
const BUDGETS: Readonly<Record<NotificationKind, RateBudget>> = {
  dingtalk: { burst: 3, perMinute: 15 },
  wecom: { burst: 3, perMinute: 15 },
  feishu: { burst: 4, perMinute: 86 },
  sms: { burst: 5, perMinute: 30 },
  smtp: { burst: 10, perMinute: 60 },
  webhook: { burst: 50, perMinute: 3000 },
  alertmanager: { burst: 50, perMinute: 3000 },
};

/** In any minute at most `burst + perMinute` messages go out: 18 for DingTalk and WeCom, 90 for Feishu. */
export function budgetOf(kind: NotificationKind): RateBudget {
  return BUDGETS[kind];
}

/** The messages that may go at once after some time has passed. */
export function refill(tokens: number, passedMs: number, { burst, perMinute }: RateBudget): number {
  return Math.min(burst, tokens + (Math.max(0, passedMs) * perMinute) / 60_000);
}

/** Milliseconds until a whole message may go. */
export function waitFor(tokens: number, { perMinute }: RateBudget): number {
  return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * 60_000) / perMinute);
}
