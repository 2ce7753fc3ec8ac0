import { useSyncExternalStore } from 'react';

export const SECTIONS = [
  {
    id: 'coaching',
    title: 'Coaching',
    intro: 'What the coach shows you, and when it has a quiet word on how you talk.',
  },
  {
    id: 'engines',
    title: 'Engines and keys',
    intro: 'Who hears your calls and who advises you, and what leaves this machine with each.',
  },
  {
    id: 'privacy',
    title: 'Privacy',
    intro: 'What is taken out of the words before they are sent or kept, and how long calls stay.',
  },
  {
    id: 'limits',
    title: 'Limits',
    intro: 'How much a language model may cost, wait and read.',
  },
  {
    id: 'call-end',
    title: 'When a call ends',
    intro:
      'Where each call is sent once it is over and reviewed: your CRM, a data store, a script.',
  },
  {
    id: 'browser',
    title: 'This browser',
    intro: 'What holds here and nowhere else.',
  },
  {
    id: 'access',
    title: 'Access',
    intro: 'Who can open this page.',
  },
] as const;

export type Section = (typeof SECTIONS)[number];

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  window.addEventListener('popstate', onChange);
  return () => {
    window.removeEventListener('hashchange', onChange);
    window.removeEventListener('popstate', onChange);
  };
}

/** The section that the address names after its #, the first one when it names none. */
export function useSection(): Section {
  const hash = useSyncExternalStore(subscribe, () => location.hash.slice(1));
  return SECTIONS.find(({ id }) => id === hash) ?? SECTIONS[0];
}
