/* global document, getComputedStyle, NodeFilter, innerWidth, innerHeight */

/**
 * Runs in the page of a wall and lists what no wall may have: scrollbars, text cut by its box, text smaller than the
 * wall's unit, text or tiles across a seam, text over other text, a chart with nothing on it. Stands alone, because it is
 * sent to the browser as source. `seamPx` is how wide a seam is, in pixels.
 */
export function auditWall({ columns, rows, seamPx = 0 }) {
  const faults = [];
  const root = document.querySelector('.wall');
  if (root === null) return ['there is no wall on the page'];
  const page = document.scrollingElement;
  if (page.scrollWidth > innerWidth || page.scrollHeight > innerHeight) faults.push('the page scrolls');
  if (getComputedStyle(root).cursor !== 'none') faults.push('the cursor shows');
  const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const seams = (total, count) =>
    Array.from({ length: count - 1 }, (_, index) => (total * (index + 1)) / count);
  const [seamsX, seamsY] = [seams(innerWidth, columns), seams(innerHeight, rows)];
  const texts = textRects();
  for (const { text, rect, element } of texts) {
    const style = getComputedStyle(element);
    const size = element.closest('svg') ? svgSize(element) : Number.parseFloat(style.fontSize);
    const shown = `"${text.slice(0, 24)}"`;
    if (size < unit - 0.51) faults.push(`${shown} is ${size.toFixed(1)} px, below ${unit.toFixed(1)}`);
    if (isOnSeam(rect)) faults.push(`${shown} lies across a seam`);
    if (
      rect.left < -0.5 ||
      rect.top < -0.5 ||
      rect.right > innerWidth + 0.5 ||
      rect.bottom > innerHeight + 0.5
    )
      faults.push(`${shown} leaves the screen`);
    const clip = clipOf(element);
    if (clip !== null && cutBy(rect, clip)) faults.push(`${shown} is cut by its box`);
  }
  overlaps(texts).forEach((fault) => faults.push(fault));
  for (const row of root.querySelectorAll('dl > div, li, header, footer, .cell, .foot'))
    if (row.scrollWidth > row.clientWidth + 1)
      faults.push(`"${row.textContent.trim().slice(0, 24)}" is wider than its row`);
  for (const tile of document.querySelectorAll('.wall-tile'))
    if (tile.getBoundingClientRect().width < 1) faults.push('an empty tile');
  for (const box of document.querySelectorAll('.wall-tile, .alert-card, .wall-banner'))
    if (isOnSeam(box.getBoundingClientRect())) faults.push(`${box.className} lies across a seam`);
  for (const canvas of document.querySelectorAll('.wall-tile canvas'))
    if (isBlank(canvas)) faults.push('a chart with nothing on it');
  if (document.querySelectorAll('.wall-tile').length > 7) faults.push('more than seven tiles');
  return [...new Set(faults)];

  function isOnSeam({ left, top, right, bottom }) {
    const half = Math.max(0.5, seamPx / 2);
    const isAcross = (from, to, lines) => lines.some((at) => from < at + half - 0.5 && to > at - half + 0.5);
    return isAcross(left, right, seamsX) || isAcross(top, bottom, seamsY);
  }

  function isBlank(canvas) {
    if (canvas.width === 0 || canvas.height === 0) return true;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) return false;
    return true;
  }

  function textRects() {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const text = node.textContent.trim();
      const element = node.parentElement;
      if (text === '' || element.closest('.watermark, .visually-hidden')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects())
        if (box.width > 0.5) found.push({ text, rect: inkOf(box, element), element });
    }
    return found;
  }

  // What a font reserves above and below its glyphs is no ink: a line is about as high as its type.
  function inkOf({ left, right, top, bottom }, element) {
    if (element.closest('svg')) return { left, right, top, bottom, height: bottom - top };
    const size = Math.min(bottom - top, Number.parseFloat(getComputedStyle(element).fontSize));
    const spare = (bottom - top - size) / 2;
    return { left, right, top: top + spare, bottom: bottom - spare, height: size };
  }

  function svgSize(element) {
    const box = element.closest('svg');
    const { width } = box.viewBox.baseVal;
    const drawn = box.getBoundingClientRect();
    const scale = Math.min(drawn.width / width, drawn.height / box.viewBox.baseVal.height);
    return Number.parseFloat(getComputedStyle(element).fontSize) * scale;
  }

  function clipOf(element) {
    for (let box = element; box !== null && box !== root; box = box.parentElement)
      if (getComputedStyle(box).overflowX === 'hidden' || box.classList.contains('body'))
        return box.getBoundingClientRect();
    return null;
  }

  function cutBy(rect, clip) {
    const slack = 0.04 * rect.height + 0.5;
    return (
      rect.left < clip.left - 1 ||
      rect.right > clip.right + 1 ||
      rect.top < clip.top - slack ||
      rect.bottom > clip.bottom + slack
    );
  }

  function overlaps(all) {
    const faultsFound = [];
    const cards = [...document.querySelectorAll('.alert-card')];
    const free = all.filter(({ element }) => cards.length === 0 || element.closest('.alert-card') === null);
    for (let index = 0; index < free.length; index += 1) {
      for (let other = index + 1; other < free.length; other += 1) {
        const [a, b] = [free[index], free[other]];
        const wide = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
        const high = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
        if (wide > 1 && high > 0.35 * Math.min(a.rect.height, b.rect.height))
          faultsFound.push(`"${a.text.slice(0, 20)}" lies over "${b.text.slice(0, 20)}"`);
      }
    }
    return faultsFound;
  }
}
