import type { Handling } from '../enginesApi';

export interface KindWords {
  kind: string;
  name: string;
  meaning: string;
}

export const KINDS: readonly KindWords[] = [
  {
    kind: 'card',
    name: 'Card numbers',
    meaning: 'Told by their check digit, also spoken digit by digit, with the date and code after.',
  },
  {
    kind: 'account',
    name: 'Bank accounts',
    meaning: 'IBANs, and numbers said after “account”, “routing” or “sort code”.',
  },
  {
    kind: 'identity',
    name: 'Identity numbers',
    meaning: 'Social security, passports, tax and national numbers of many countries.',
  },
  {
    kind: 'email',
    name: 'E-mail addresses',
    meaning: 'Written, or spoken: “jane at acme dot com”.',
  },
  {
    kind: 'phone',
    name: 'Phone numbers',
    meaning: 'Also international. Prices, dates and order numbers are left alone.',
  },
  { kind: 'word', name: 'Words of your own', meaning: 'The list below.' },
];

export const HANDLINGS: readonly { value: Handling; label: string }[] = [
  { value: 'left', label: 'Leave' },
  { value: 'not_sent', label: 'Never send' },
  { value: 'not_kept', label: 'Never keep' },
];
