import { describe, expect, it, vi } from 'vitest';

import { ApiError } from '@/wire/api';

import { patiently } from './useTrial';

const late = new ApiError('timeout', 'Too late.', 0, null);

describe('patiently', () => {
  it('asks again while the answer is only late', async () => {
    const ask = vi.fn<() => Promise<string>>().mockResolvedValue('read');
    ask.mockRejectedValueOnce(late).mockRejectedValueOnce(late);
    expect(await patiently(ask)).toBe('read');
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('gives up in the end', async () => {
    const ask = vi.fn<() => Promise<string>>().mockRejectedValue(late);
    await expect(patiently(ask)).rejects.toBe(late);
    expect(ask).toHaveBeenCalledTimes(4);
  });

  it('does not repeat what was refused', async () => {
    const refused = new ApiError('playbook_invalid', 'No.', 422, null);
    const ask = vi.fn<() => Promise<string>>().mockRejectedValue(refused);
    await expect(patiently(ask)).rejects.toBe(refused);
    expect(ask).toHaveBeenCalledOnce();
  });
});
