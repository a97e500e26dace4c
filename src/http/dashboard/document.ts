import { type ComponentChildren, h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { href, ROOT } from './reader.ts';

/** What the head of every page leads to, beside the overview. */
const NAVIGATION = [
  ['Deployments', '/release list'],
  ['Changed', '/release changed 24h'],
  ['Incidents', '/release incident list'],
  ['Calendar', '/release calendar 14d'],
  ['DORA', '/release dora'],
  ['Locks', '/release locks'],
] as const;

export interface Shell {
  readonly organisation: string;
  readonly title: string;
  /** The line this page answers; null where it answers none. */
  readonly line: string | null;
  /** As whom, and what time it is for them; null where nobody is in. */
  readonly signedIn: { readonly name: string; readonly at: string; readonly zone: string } | null;
}

/** A whole page as HTML, usable without any script: there is none. */
export function renderDocument(shell: Shell, content: ComponentChildren): string {
  const { organisation, title, signedIn } = shell;
  const page = h('html', { lang: 'en' }, [
    h('head', {}, [
      h('meta', { charset: 'utf-8' }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('title', {}, `${title} · ${organisation} · Fairway`),
      h('link', { rel: 'stylesheet', href: `${ROOT}/style.css` }),
    ]),
    h('body', {}, [
      h('a', { class: 'skip', href: '#content' }, 'Skip to the content'),
      signedIn ? banner(shell) : null,
      h('main', { id: 'content' }, content),
      signedIn ? footer(signedIn) : null,
    ]),
  ]);
  return `<!doctype html>${renderToString(page)}`;
}

function banner({ organisation, line }: Shell) {
  return h('header', {}, [
    h('a', { class: 'brand', href: ROOT }, `${organisation} releases`),
    h('nav', { 'aria-label': 'Pages' }, [
      h('ul', {}, [
        item(ROOT, 'Overview', line === null),
        ...NAVIGATION.map(([label, asked]) => item(href(asked), label, line === asked)),
      ]),
    ]),
    h('form', { action: `${ROOT}/ask`, method: 'get', role: 'search' }, [
      h('label', { for: 'line' }, 'Ask'),
      h('input', {
        id: 'line',
        name: 'line',
        value: line ?? '',
        placeholder: '/release why D-12',
        autocomplete: 'off',
        spellcheck: false,
      }),
      h('button', { type: 'submit' }, 'Ask'),
    ]),
  ]);
}

function item(to: string, label: string, current: boolean) {
  return h('li', {}, [h('a', { href: to, 'aria-current': current ? 'page' : undefined }, label)]);
}

function footer({ name, at, zone }: NonNullable<Shell['signedIn']>) {
  return h('footer', {}, [
    h('p', {}, `As of ${at} (${zone}), as ${name} may see it. This page shows and never acts.`),
    h('form', { action: `${ROOT}/leave`, method: 'post' }, [
      h('button', { type: 'submit' }, 'Sign out'),
    ]),
  ]);
}
