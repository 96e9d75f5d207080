export { fromInteger, multiplyDecimals } from '../../libs/domain/src/kernel/decimal.js';
export { fixedQuotientText } from '../../libs/domain/src/kernel/quotient.js';
export { parsePeriod } from '../../libs/domain/src/kernel/calendar.js';
