package kepu.store;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.Transports;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Has Lettuce's connections live on one event loop that is there already, and that others begin and end: who asks on that loop is answered on
 * it, and no thread has to wake another one.
 */
public final class OneLoop implements EventLoopGroupProvider {
    private final EventLoop loop;

    private OneLoop(EventLoop loop) {
        this.loop = loop;
    }

    static ClientResources of(ClientResources others, EventLoop loop) {
        return others.mutate().eventLoopGroupProvider(new OneLoop(loop)).build();
    }

    /** Whether a loop serves the sort of channels that Lettuce opens: both use epoll, or neither does. */
    public static boolean suits(EventLoop loop) {
        Class<?> channel = Transports.socketChannelClass();
        return serves(loop, EpollIoHandler.class) && channel.equals(EpollSocketChannel.class)
                || serves(loop, NioIoHandler.class) && channel.equals(NioSocketChannel.class);
    }

    private static boolean serves(EventLoop loop, Class<? extends IoHandler> handler) {
        return loop instanceof IoEventLoop one && one.isIoType(handler);
    }

    @Override
    @SuppressWarnings("unchecked") // the type names a sort of channels, and suits() was asked
    public <T extends EventLoopGroup> T allocate(Class<T> type) {
        return (T) loop;
    }

    @Override
    public int threadPoolSize() {
        return 1;
    }

    @Override
    public Future<Boolean> release(EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
        return GlobalEventExecutor.INSTANCE.newSucceededFuture(true);
    }

    @Override
    public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
        return GlobalEventExecutor.INSTANCE.newSucceededFuture(true);
    }
}
