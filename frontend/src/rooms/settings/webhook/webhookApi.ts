import { request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];

export type Webhook = Schemas['WebhookView'];
export type WebhookChange = Schemas['WebhookBody'];
export type Content = Webhook['content'];
export type Delivery = Schemas['DeliveryView'];
export type Answer = Schemas['WebhookAnswerView'];

const WEBHOOK = '/api/v1/settings/webhook';

export async function getWebhook(signal: AbortSignal): Promise<Webhook | null> {
  return (await request<Schemas['WebhookInForce']>(WEBHOOK, { signal })).webhook;
}

/** The first time the answer tells the secret, once. */
export function putWebhook(change: WebhookChange): Promise<Webhook> {
  return request<Webhook>(WEBHOOK, { method: 'PUT', body: change });
}

export function deleteWebhook(): Promise<void> {
  return request(WEBHOOK, { method: 'DELETE' });
}

export function renewSecret(): Promise<Webhook> {
  return request<Webhook>(`${WEBHOOK}/secret`, { method: 'POST' });
}

export function testWebhook(): Promise<Answer> {
  return request<Answer>(`${WEBHOOK}/test`, { method: 'POST' });
}

export async function getDeliveries(signal: AbortSignal): Promise<readonly Delivery[]> {
  const found = await request<Schemas['DeliveriesView']>(`${WEBHOOK}/deliveries`, { signal });
  return found.deliveries;
}

export function sendAgain(id: string): Promise<Delivery> {
  return request<Delivery>(`${WEBHOOK}/deliveries/${encodeURIComponent(id)}/again`, {
    method: 'POST',
  });
}
