/* global document, fetch, location, window */
/* Asks the server, and for the code of the page most often opened, while the shell's code is still on its way;
   api/firstCalls.ts takes the answers over. The build writes the files of that page on the script's tag. */
(function () {
  var calls = {};
  var files = document.currentScript.dataset;
  var park = /^\/parks\/([a-z0-9-]+)(\/?)/.exec(location.pathname);
  function ask(path) {
    var headers = { 'accept-language': document.documentElement.lang };
    calls[path] = fetch(path, { method: 'GET', credentials: 'same-origin', headers: headers });
    calls[path].catch(function () {
      /* Asked again by the page, which says so when the server is away. */
    });
  }
  function preload(rel, href, as) {
    if (!href) return;
    var link = document.createElement('link');
    link.rel = rel;
    link.crossOrigin = '';
    if (as) link.as = as;
    link.href = href;
    document.head.append(link);
  }
  if (/^\/(wall|sign-in)(\/|$)/.test(location.pathname)) return;
  if (park && park[0] === location.pathname) {
    preload('modulepreload', files.view);
    preload('preload', files.style, 'style');
  }
  if (park) ask('/api/v1/parks/' + park[1] + '/assessment');
  ask('/api/v1/session');
  ask('/api/v1/parks?limit=1000');
  window.parkpulseFirstCalls = calls;
})();
