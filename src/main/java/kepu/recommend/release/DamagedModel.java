package kepu.recommend.release;

import java.io.IOException;

/** A version that is not whole, or not ours; the message says in Chinese, for operators, what is wrong with it. */
public final class DamagedModel extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedModel(VersionId id, String what) {
        super("模型版本 " + id + " 不能使用：" + what);
    }
}
