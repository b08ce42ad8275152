export const awk = async () => 1;
