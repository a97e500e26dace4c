/**
 * The page's own line icons, drawn on a 20 × 20 grid. Decoration: the words beside them, or the
 * control's label, carry the meaning.
 */

const icons = {
  hash: ['M8 3 6.5 17M13.5 3 12 17M3.5 7.5h14M2.5 12.5h14'],
  lock: ['M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9'],
  shared: ['M3 10h14M10 3c-5 4-5 10 0 14 5-4 5-10 0-14', 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14'],
  home: ['M3.5 9.5 10 4l6.5 5.5V16a.8.8 0 0 1-.8.8H12V12H8v4.8H4.300a.8.8 0 0 1-.8-.8z'],
  chevron: ['m5.5 8 4.5 4.500L14.5 8'],
  next: ['m8 5.5 4.5 4.500L8 14.5'],
  close: ['m5 5 10 10M15 5 5 15'],
  send: ['M3 3.5 17.5 10 3 16.5 5 10zM5 10h6'],
  more: ['M10 4.500h.01M10 10h.01M10 15.500h.01'],
  eye: [
    'M2 10c3.5-6 12.5-6 16 0-3.5 6-12.5 6-16 0',
    'M10 7.800a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4',
  ],
  reply: ['M4 4.500h12v8.500h-6l-3.5 3v-3H4z'],
  menu: ['M3 5.500h14M3 10h14M3 14.500h14'],
  moon: ['M16 12a6.5 6.5 0 0 1-8-8 6.5 6.5 0 1 0 8 8'],
  sun: [
    'M10 6.500a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7',
    'M10 2v1.800M10 16.200V18M2 10h1.800M16.2 10H18M4.3 4.300l1.3 1.300M14.4 14.400l1.3 1.300M15.7 4.300l-1.3 1.300M5.6 14.400l-1.3 1.3',
  ],
  phone: ['M6.5 2.500h7a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1M9 15h2'],
  check: ['m4.5 10.5 3.5 3.5 7.5-8'],
  people: [
    'M7.5 4.500a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.600M2.5 16c.4-5 9.6-5 10 0',
    'M13 5a2.5 2.5 0 0 1 0 4.800M14.5 12c1.8.5 2.9 1.9 3 4',
  ],
  broken: ['M3 7.500c4-4 10-4 14 0M5.8 10.800c2.5-2.4 5.9-2.4 8.4 0M10 14.500h.01'],
};

const svgNamespace = 'http://www.w3.org/2000/svg';

/** @typedef {keyof typeof icons} IconName */

/**
 * @param {IconName} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  return drawing('icon', icons[name]);
}

/**
 * The mark of the app itself: a fairway and its flag.
 *
 * @returns {SVGSVGElement}
 */
export function appMark() {
  return drawing('app-mark', ['M5 16.500C6 12.5 12 12 11 8.5', 'M11 3v6.500M11 3.200l5 1.9-5 1.9']);
}

/**
 * @param {string} className
 * @param {readonly string[]} paths
 * @returns {SVGSVGElement}
 */
function drawing(className, paths) {
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', className);
  for (const shape of paths) {
    const path = document.createElementNS(svgNamespace, 'path');
    path.setAttribute('d', shape);
    svg.append(path);
  }
  return svg;
}
