const KEY = 'salescoach.microphone';

/** The device picked last time on this machine; null for the system's default. */
export function rememberedMicrophone(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage can be forbidden
  }
}

export function rememberMicrophone(deviceId: string): void {
  try {
    localStorage.setItem(KEY, deviceId);
  } catch {
    // The pick holds until the page is left.
  }
}
