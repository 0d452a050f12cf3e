package kepu.recommend.train;

import java.util.List;
import kepu.recommend.evaluate.LogSplit;
import kepu.recommend.evaluate.Recommender;

/** Where definitions are tried one after another: each is trained on the first part of a split, to be measured on the other. */
public interface Arena {
    /** What is for training, and what is to be found. */
    LogSplit split();

    /** A model by a definition, trained on the first part. Takes all processors. Not for several threads. */
    Recommender trained(String name, Definition definition, Progress progress);

    /** What every model must beat. */
    List<Recommender> floors();
}
