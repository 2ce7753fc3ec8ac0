const KEY = 'salescoach.thin-line';

/** Whether this browser sends its sound packed; off until somebody says so. */
export function isThinLine(): boolean {
  try {
    return localStorage.getItem(KEY) === 'yes';
  } catch {
    return false; // storage can be forbidden
  }
}

/** Holds from the next call on. */
export function setThinLine(thin: boolean): void {
  try {
    if (thin) localStorage.setItem(KEY, 'yes');
    else localStorage.removeItem(KEY);
  } catch {
    // Then it stays as it was.
  }
}
