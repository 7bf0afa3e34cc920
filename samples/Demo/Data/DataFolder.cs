namespace Demo.Data;

/// <summary>Where the demo keeps what must outlive it. The setting <c>Data:Folder</c> names it; otherwise it is <c>data</c> beside the program.</summary>
internal sealed class DataFolder
{
    private readonly string _path;

    public DataFolder(IConfiguration configuration)
    {
        _path = Path.GetFullPath(configuration["Data:Folder"] ?? "data", AppContext.BaseDirectory);
        Directory.CreateDirectory(_path);
    }

    public string PathOf(string name) => Path.Combine(_path, name);

    /// <summary>Gets the path of a folder within, which is made where it is not there.</summary>
    public string SubfolderOf(string name) => Directory.CreateDirectory(PathOf(name)).FullName;
}
