import { useQueryClient } from '@tanstack/react-query';

/** Everything that is shown of a call is read again after a change, and the lists that name it. */
export function useReadAgain(callId: string): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: ['call', callId] });
    void client.invalidateQueries({ queryKey: ['calls'] });
  };
}
