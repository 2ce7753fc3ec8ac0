import { httpUrl } from '@/wire/backend';
import type { operations } from '@/wire/types.gen';

export type ExportFormat = operations['export_call']['parameters']['query']['format'];

/** Where the call comes as a file. */
export function callFileUrl(id: string, format: ExportFormat): string {
  return httpUrl(`/api/v1/calls/${encodeURIComponent(id)}/export?format=${format}`);
}

export type TableFormat = operations['export_calls']['parameters']['query']['format'];

/** The most calls that can be named in one address. */
export const MOST_NAMED = 200;

/** Where calls come as a table: those that fit the history's query, or of them only those named. */
export function callsTableUrl(
  format: TableFormat,
  query: Readonly<Record<string, string>>,
  ids: readonly string[] = [],
): string {
  const asked = new URLSearchParams({ ...query, format });
  for (const id of ids) asked.append('call_id', id);
  return httpUrl(`/api/v1/exports/calls?${asked.toString()}`);
}

/** The browser keeps the file under the name that the server gives it. */
export function download(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}
