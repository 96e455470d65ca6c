import { text } from '../../text/text.ts';
import { ControlDialog } from './control-dialog.tsx';
import { useAsk } from './use-ask.ts';

interface ReasonDialogProps {
  readonly control: 'pause' | 'resume';
  readonly runId: string;
  readonly onClose: () => void;
}

/** Pauses or resumes a run with a reason. */
export function ReasonDialog({ control, runId, onClose }: ReasonDialogProps) {
  const { mutate, isPending, error } = useAsk(control, runId, onClose);
  const { failed, pauseDialog, resumeDialog } = text.run.controls;
  const words = control === 'pause' ? pauseDialog : resumeDialog;
  return (
    <ControlDialog
      title={words.title}
      detail={words.detail}
      confirm={words.confirm}
      errorTitle={failed[control]}
      error={error}
      isPending={isPending}
      onConfirm={mutate}
      onClose={onClose}
    />
  );
}
