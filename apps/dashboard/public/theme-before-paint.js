/* global document, matchMedia */
/* Sets theme and language before the first paint; a file of its own so that the CSP needs no inline scripts. */
(function () {
  var root = document.documentElement;
  var theme = null;
  try {
    theme = localStorage.getItem('parkpulse.theme');
    if (localStorage.getItem('parkpulse.locale') === 'en') root.lang = 'en';
  } catch {
    /* Storage may be closed to us; the system's theme applies. */
  }
  if (theme !== 'dark' && theme !== 'light') {
    theme = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
  }
  root.dataset.theme = theme;
})();
