import helmet from 'helmet';
import type { IncomingMessage } from 'node:http';
import type { Middleware } from './exchange.js';

/**
 * Security headers (ASVS 3.4). Scripts come from ourselves only; `style-src` allows inline styles because the component
 * library injects them. HSTS and upgrading of requests are off unless browsers reach us by https.
 */
export function securityHeaders(isHttps: boolean): Middleware {
  const open = protection(isHttps, false);
  const isolated = protection(isHttps, true);
  return (request, response, next) => {
    const protect = isHttps || isLoopback(request) ? isolated : open;
    protect(request, response, next);
  };
}

// Browsers ignore the opener policy (and complain of it) on plain http, but for loopback.
function protection(isHttps: boolean, isTrustworthy: boolean) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        ...(isHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    originAgentCluster: isTrustworthy,
    crossOriginOpenerPolicy: isTrustworthy ? { policy: 'same-origin' } : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
}

function isLoopback(request: IncomingMessage): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/.test(request.headers.host ?? '');
}
