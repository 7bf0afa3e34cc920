global using Sockeye.TestKit;
