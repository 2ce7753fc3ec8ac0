import type { Urgency } from '@/wire/messages';
import type { Card } from '../state/types';

export const URGENCY_NAMES: Record<Urgency, string> = {
  low: 'No hurry',
  normal: 'When it fits',
  high: 'Say it now',
  critical: 'Say it right now',
};

/** How long after the customer's words the card came. */
export function latencyText({ early, latency_ms }: Pick<Card, 'early' | 'latency_ms'>): string {
  if (early) return 'before they finished';
  if (latency_ms < 100) return 'at once';
  return `${(latency_ms / 1000).toFixed(1)} s after`;
}

/** Long words get a smaller size, so that the card keeps its place and is read at one glance. */
export function cardTextSize(text: string): string {
  if (text.length <= 90) return 'text-[clamp(1.5rem,3.4cqi+0.7rem,2.375rem)] leading-[1.2]';
  if (text.length <= 150) return 'text-[clamp(1.375rem,2.8cqi+0.6rem,2rem)] leading-[1.22]';
  return 'text-[clamp(1.1875rem,2.2cqi+0.6rem,1.625rem)] leading-[1.28]';
}

export function sourceText(source: Card['source']): string {
  if (source === 'local') return 'Embedded coach';
  return source === 'claude' ? 'Claude' : 'Your model server';
}
