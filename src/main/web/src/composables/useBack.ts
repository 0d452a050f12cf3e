/** The way back: the page before within the app, else the first page. */
import { useRouter } from 'vue-router';

export function useBack(): () => void {
  const router = useRouter();
  return () => {
    if (window.history.state?.back) router.back();
    else void router.replace('/');
  };
}
