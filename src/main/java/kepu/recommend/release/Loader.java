package kepu.recommend.release;

import java.io.IOException;
import java.nio.file.Path;

/** Reads the model of a version from its folder; any failure means that the version cannot serve. Blocking. */
public interface Loader<M> {
    M load(Path folder) throws IOException;
}
