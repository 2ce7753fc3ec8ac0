import type { Urgency } from '@/wire/messages';
import type { Card } from '../state/types';

export const URGENCY_NAMES: Record<Urgency, string> = {
  low: 'No hurry',
  normal: 'When it fits',
  high: 'Most worth saying',
  critical: 'Before anything else',
};

/** How long after the customer's words the card came. */
export function latencyText({ early, latency_ms }: Pick<Card, 'early' | 'latency_ms'>): string {
  if (early) return 'before they finished';
  if (latency_ms < 100) return 'at once';
  return `${(latency_ms / 1000).toFixed(1)} s after their words`;
}

/** Long words get a smaller size, so that the card keeps its place and is read at one glance. */
export function cardTextSize(text: string): string {
  if (text.length <= 80) return 'text-[clamp(1.5rem,4.4cqi+0.6rem,2.5rem)] leading-[1.16]';
  if (text.length <= 130) return 'text-[clamp(1.375rem,3.6cqi+0.6rem,2.125rem)] leading-[1.2]';
  return 'text-[clamp(1.1875rem,2.8cqi+0.5rem,1.625rem)] leading-[1.28]';
}

export function sourceText(source: Card['source']): string {
  if (source === 'local') return 'Embedded coach';
  return source === 'claude' ? 'Claude' : 'Your model server';
}
