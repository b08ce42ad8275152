/** Tidepool's mark: a pool, two waves and a moon. */
export function Logo() {
  return (
    <svg
      width="22"
      height="22"
      viewBox="0 0 22 22"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="1.6"
      aria-hidden="true"
    >
      <circle cx="11" cy="11" r="10" />
      <path d="M2.6 12.2c2-1.6 3.6-1.6 5.6 0s3.6 1.6 5.6 0 3.6-1.6 5.6 0" />
      <circle cx="11" cy="7.2" r="1.7" fill="var(--accent)" stroke="none" />
    </svg>
  );
}
