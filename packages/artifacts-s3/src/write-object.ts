import { CopyObjectCommand, PutObjectCommand, UploadPartCommand, UploadPartCopyCommand } from '@aws-sdk/client-s3';
import { inParts } from '@telltale/engine/artifacts';
import { MultipartUpload, type NewObject, type ObjectAddress } from './multipart-upload.ts';
import type { Requests } from './requests.ts';

/** Makes an object of all `chunks`: in one request if they are less than `partBytes`, else in parts of that size. */
export async function uploadObject(
  requests: Requests,
  object: NewObject,
  { chunks, partBytes }: { readonly chunks: AsyncIterable<Uint8Array>; readonly partBytes: number },
): Promise<void> {
  let small: Uint8Array = new Uint8Array();
  let upload: MultipartUpload | undefined;
  try {
    for await (const part of inParts(chunks, partBytes)) {
      if (upload === undefined && part.length < partBytes) {
        small = part; // And the only one: all but the last are full.
        continue;
      }
      upload ??= await MultipartUpload.begin(requests, object);
      await upload.add(async (place, signal) => {
        const { ETag } = await requests.send(new UploadPartCommand({ ...place, Body: part }), signal);
        return ETag;
      });
    }
    if (upload === undefined) await requests.send(new PutObjectCommand({ ...object, Body: small }));
    else await upload.complete();
  } catch (error) {
    await upload?.abort();
    throw error;
  }
}

/** Makes an object with the content of another one, which has `bytes` bytes: at most `pieceBytes` in one request. */
export async function copyObject(
  requests: Requests,
  object: NewObject,
  from: ObjectAddress & { readonly bytes: number; readonly pieceBytes: number },
): Promise<void> {
  const { bytes, pieceBytes } = from;
  const CopySource = [from.Bucket, ...from.Key.split('/')].map(encodeURIComponent).join('/');
  if (bytes <= pieceBytes) {
    const { Bucket, Key } = object; // The type comes with the copy.
    await requests.send(new CopyObjectCommand({ Bucket, Key, CopySource }));
    return;
  }
  const upload = await MultipartUpload.begin(requests, object);
  try {
    for (let start = 0; start < bytes; start += pieceBytes) {
      const CopySourceRange = `bytes=${start}-${Math.min(start + pieceBytes, bytes) - 1}`;
      await upload.add(async (place, signal) => {
        const command = new UploadPartCopyCommand({ ...place, CopySource, CopySourceRange });
        return (await requests.send(command, signal)).CopyPartResult?.ETag;
      });
    }
    await upload.complete();
  } catch (error) {
    await upload.abort();
    throw error;
  }
}
